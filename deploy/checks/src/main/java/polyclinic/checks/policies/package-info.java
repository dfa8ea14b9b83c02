/** Who may call whom, by all NetworkPolicies together. */
@NullMarked
package polyclinic.checks.policies;

import org.jspecify.annotations.NullMarked;
