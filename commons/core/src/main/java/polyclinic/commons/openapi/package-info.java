/** Filters that make the OpenAPI document say what is on the wire. */
@NullMarked
package polyclinic.commons.openapi;

import org.jspecify.annotations.NullMarked;
