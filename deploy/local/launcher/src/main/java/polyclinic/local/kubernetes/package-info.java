/** The suite in a Kubernetes cluster, from here: its secrets, its overlays, and kubectl, which does what is done there. */
@NullMarked
package polyclinic.local.kubernetes;

import org.jspecify.annotations.NullMarked;
