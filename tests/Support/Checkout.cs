namespace Tests.Support;

/// <summary>The checkout that this was built from, and the programs built in it.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string EdgeTerminal => Program("EdgeTerminal.Host", "edge-terminal");

    public static string Ledger => Program("CloudBridge.Ledger", "edge-terminal-ledger");

    public static string Emulator => Program("HardwareDrivers.Emulator", "pn532");

    /// <summary>Programs that tests cut the power of.</summary>
    public static string PowerCuts => Program("Tests.PowerCuts", "power-cuts");

    public static string Simulate => Program("Tests.Simulation", "simulate");

    public static string Demo => Program("Tests.Demo", "demo");

    private static string Program(string project, string name) =>
        Path.Combine(Root, "artifacts", "bin", project, "release", name + ".dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "edge-terminal.slnx")))
                return folder.FullName;
        throw new InvalidOperationException($"No edge-terminal.slnx above {AppContext.BaseDirectory}.");
    }
}
