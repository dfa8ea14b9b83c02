/** Certificates of connections: which files they come from, and how clients and servers take them up. */
@NullMarked
package polyclinic.commons.tls;

import org.jspecify.annotations.NullMarked;
