/** Stands in for Handlebars' optional source-map library in the bundle. */
export {}
