/** Whether an object has only fields that its kind has, of the right kind of value, and those that it must have. */
@NullMarked
package polyclinic.checks.schemas;

import org.jspecify.annotations.NullMarked;
