package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.contracts.EventContracts}; here until its users have moved. */
public abstract class EventContracts extends polyclinic.commons.testing.contracts.EventContracts {}
