using System.CommandLine;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal card read|provision|diversify</c>.</summary>
internal static class CardCommand
{
    public static Command Build() => new Command("card", "Looks at cards, gives them keys, computes keys.")
    {
        CardReadCommand.Build(), CardProvisionCommand.Build(), CardDiversifyCommand.Build(),
    }.WithExamples("edge-terminal card read --device /dev/ttyAMA0");
}
