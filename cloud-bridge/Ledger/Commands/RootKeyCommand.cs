using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger root</c>: the site's offline key.</summary>
internal static class RootKeyCommand
{
    public static Command Build() => new Command(
        "root", "The site's root: a key that is kept elsewhere, for the day on which the ledger's own is lost.")
    {
        RootCreateCommand.Build(),
    }.WithExamples("ledger root create --help");
}
