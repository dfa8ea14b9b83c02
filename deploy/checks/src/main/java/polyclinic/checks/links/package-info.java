/** Whether what an object names is there, and is named as it should be. */
@NullMarked
package polyclinic.checks.links;

import org.jspecify.annotations.NullMarked;
