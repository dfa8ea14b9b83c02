/** Merges the OpenAPI documents of all services into one. */
@NullMarked
package polyclinic.gateway.openapi;

import org.jspecify.annotations.NullMarked;
