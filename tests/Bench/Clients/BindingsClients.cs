using HardwareDrivers.Simulated;

namespace Tests.Bench;

/// <summary>The driver of Iot.Device.Bindings, where it is to be had.</summary>
internal static partial class BindingsClients
{
    /// <summary>It is in the build.</summary>
    public static bool AreHere
    {
        get
        {
            var are = false;
            Tell(ref are);
            return are;
        }
    }

    /// <summary>On I2C.</summary>
    /// <exception cref="InvalidOperationException">It is not in the build.</exception>
    public static IReaderClient Open(Pn532BusEmulator emulator, int hertz)
    {
        IReaderClient? client = null;
        Make(emulator, hertz, ref client);
        return client ?? throw new InvalidOperationException("Iot.Device.Bindings is not in this build.");
    }

    static partial void Tell(ref bool areHere);

    static partial void Make(Pn532BusEmulator emulator, int hertz, ref IReaderClient? client);
}
