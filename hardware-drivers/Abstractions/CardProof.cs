namespace HardwareDrivers.Abstractions;

/// <summary>How much a card has proved of itself, beyond its UID.</summary>
public abstract record CardProof
{
    private CardProof()
    {
    }

    /// <summary>Nothing was asked of it: anyone can copy a UID.</summary>
    public static CardProof Nothing { get; } = new Unproved(null);

    /// <summary>Only its UID counts.</summary>
    /// <param name="Why">What failed, for `doctor` and the log; null when nothing was asked. Never a UID or a key.
    /// </param>
    public sealed record Unproved(string? Why) : CardProof;

    /// <summary>Nobody knows what it could have proved: the keys could not be read.</summary>
    /// <param name="Why">For the operator. Never a UID or a key.</param>
    public sealed record KeysLost(string Why) : CardProof;

    /// <summary>
    /// It showed a counter that goes up with each reading, authenticated by a key or password. Whether the value was
    /// seen before is not the reader's to say.
    /// </summary>
    /// <param name="Population">Whose key: a name of the configuration.</param>
    /// <param name="Value">The counter, from 0.</param>
    public sealed record Counted(string Population, long Value) : CardProof;

    /// <summary>It answered a challenge of ours with a key that only this one card has.</summary>
    /// <param name="Population">Whose key: a name of the configuration.</param>
    /// <param name="KeyVersion">Which version of the population's key.</param>
    public sealed record Authenticated(string Population, int KeyVersion) : CardProof;

    /// <summary>It was taken away before it had answered: neither good nor bad, to be held again.</summary>
    public sealed record Interrupted : CardProof;
}
