/** Other services' REST APIs. */
@NullMarked
package polyclinic.asset.clients;

import org.jspecify.annotations.NullMarked;
