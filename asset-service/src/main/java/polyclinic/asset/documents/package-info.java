/** Documents of prescriptions, which are shown once their prescription is issued. */
@NullMarked
package polyclinic.asset.documents;

import org.jspecify.annotations.NullMarked;
