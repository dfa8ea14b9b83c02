/** The local accounts in Keycloak and the doctors and patients that they stand for. */
@NullMarked
package polyclinic.local.accounts;

import org.jspecify.annotations.NullMarked;
