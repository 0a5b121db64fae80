using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger broker</c>: the site's broker, and who may speak there.</summary>
internal static class BrokerCommand
{
    public static Command Build() => new Command(
        "broker", "Sets up the site's MQTT broker, and certifies who speaks there.")
    {
        BrokerConfigureCommand.Build(),
        BrokerCertificateCommand.Build(),
    }.WithExamples("ledger broker certificate --help");
}
