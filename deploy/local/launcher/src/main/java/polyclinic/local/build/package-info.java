/** Maven, the checkout's modules, which of them changed, and the build of those that are older than their sources. */
@NullMarked
package polyclinic.local.build;

import org.jspecify.annotations.NullMarked;
