// The build takes styles out of the imports and puts them into a file of their own.
declare module '*.css'
