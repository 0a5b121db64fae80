namespace HardwareDrivers.Simulated;

/// <summary>Who keeps an emulated chip's time while a host talks to it over a bus.</summary>
internal interface IChipHost
{
    /// <summary>Lets the time of a transfer pass, and then has something done with the chip.</summary>
    /// <param name="transfer">How long the bits take on the bus.</param>
    /// <param name="act">Given the chip and the moment.</param>
    T Access<T>(TimeSpan transfer, Func<ChipFrames, long, T> act);
}
