namespace CloudBridge.Ledger;

/// <summary>
/// Where it is kept who waits to be enrolled. An interface, so that it is in the folder of a ledger that is alone, and
/// in the database of one that has several workers: a PIN of the one is then good at the other, and all tries count.
/// </summary>
internal interface IWaitingBook
{
    /// <summary>
    /// Runs a step with what is there; nobody else has it meanwhile, in this process or another. What the step changes
    /// is durable when this returns; where the step fails, nothing is changed. Never called within a change of the
    /// ledger's store, which the step may make.
    /// </summary>
    /// <param name="step">Gives what is to be there from now on: the very same object, where nothing is changed.
    /// </param>
    /// <exception cref="LedgerStoreException">It cannot be read or written.</exception>
    T Change<T>(Func<WaitingFile, (WaitingFile After, T Answer)> step);
}
