using CloudBridge.Contract;
using Tests.Support;

namespace Tests.PowerCuts;

/// <summary>A site's keys in a folder, so that two processes are of one site.</summary>
internal static class SiteKeys
{
    public static void Write(Site site, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "terminal.pem"), site.Terminal.RevealPem());
        File.WriteAllText(Path.Combine(folder, "ledger.pem"), site.Ledger.RevealPem());
    }

    public static Site Read(string folder) => new()
    {
        Terminal = Read(folder, "terminal.pem"),
        Ledger = Read(folder, "ledger.pem"),
    };

    private static Es256Signer Read(string folder, string name) =>
        Es256Signer.ReadPem(File.ReadAllText(Path.Combine(folder, name))).OrThrow();
}
