/** Sign-ins, sign-outs and changes of accounts: the identity provider's events become audit entries. */
@NullMarked
package polyclinic.audit.signins;

import org.jspecify.annotations.NullMarked;
