/** The identity provider, as far as audit-service asks it. */
@NullMarked
package polyclinic.audit.clients;

import org.jspecify.annotations.NullMarked;
