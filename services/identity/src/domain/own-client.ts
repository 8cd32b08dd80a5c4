/** The client by which this service's own pages sign people in. Ids of other clients are longer. */
export const ownClientId = 'account';
