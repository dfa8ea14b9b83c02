/** From which sites' pages the API may be called. */
@NullMarked
package polyclinic.gateway.origins;

import org.jspecify.annotations.NullMarked;
