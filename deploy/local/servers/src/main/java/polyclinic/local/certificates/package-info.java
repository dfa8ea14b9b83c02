/** The local stack's own certificate authority, which makes and renews the certificates of its servers and services. */
@NullMarked
package polyclinic.local.certificates;

import org.jspecify.annotations.NullMarked;
