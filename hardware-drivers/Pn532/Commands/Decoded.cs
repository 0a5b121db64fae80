namespace HardwareDrivers.Pn532;

/// <summary>Bytes from the chip, understood or not: hostile bytes are a value here, never an exception.</summary>
public abstract record Decoded<T>
{
    private Decoded()
    {
    }

    /// <summary>The bytes are what they should be.</summary>
    public sealed record Value(T Content) : Decoded<T>;

    /// <summary>They are not.</summary>
    /// <param name="Detail">What was expected, what came.</param>
    public sealed record Malformed(string Detail) : Decoded<T>;
}
