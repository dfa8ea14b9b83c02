/** {@code verify-audit}: a second, independent reading of the audit trail. */
package polyclinic.clients.audit;
