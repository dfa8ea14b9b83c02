/** The objects that Kubernetes is given, as {@code kubectl kustomize} renders them. */
@NullMarked
package polyclinic.checks.manifests;

import org.jspecify.annotations.NullMarked;
