/** The local accounts in Keycloak and the doctors and patients that they belong to. */
@NullMarked
package polyclinic.local.accounts;

import org.jspecify.annotations.NullMarked;
