/** {@code kube …}: the suite in a Kubernetes cluster. */
@NullMarked
package polyclinic.local.command.kubernetes;

import org.jspecify.annotations.NullMarked;
