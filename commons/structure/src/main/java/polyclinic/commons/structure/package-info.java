/** Rules for packages, types and names, each as a test that a module inherits. */
@NullMarked
package polyclinic.commons.structure;

import org.jspecify.annotations.NullMarked;
