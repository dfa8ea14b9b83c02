/** {@code verify-audit}: a second, independent verification of the audit trail. */
@NullMarked
package polyclinic.clients.audit;

import org.jspecify.annotations.NullMarked;
