using HardwareDrivers.Simulated;

namespace Tests.Bench;

/// <summary>Compiled where Iot.Device.Bindings is in the build (Tests.Bench.csproj).</summary>
internal static partial class BindingsClients
{
    static partial void Tell(ref bool areHere) => areHere = true;

    static partial void Make(Pn532BusEmulator emulator, int hertz, ref IReaderClient? client) =>
        client = new BindingsClient(emulator, hertz);
}
