/** What keeps the published OpenAPI document as clients know it, however the code is cut. */
@NullMarked
package polyclinic.notes.openapi;

import org.jspecify.annotations.NullMarked;
