/** Ed25519 signatures (RFC 8032) and the files that their keys lie in. */
@NullMarked
package polyclinic.commons.signatures;

import org.jspecify.annotations.NullMarked;
