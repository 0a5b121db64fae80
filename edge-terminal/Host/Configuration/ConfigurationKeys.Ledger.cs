using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <content>The ledger's HTTP server.</content>
internal static partial class ConfigurationKeys
{
    public static class Ledger
    {
        public static readonly Text Server = new(
            "server", "The ledger's HTTP server, as `edge-terminal enroll` has it.")
        {
            Expected = "https://HOST:PORT; without TLS only on this machine",
        };

        public static readonly Text Authority = new(
            "authority", "The authority that signed its certificate; else whom this machine trusts.");

        public static readonly Number AskAfter = new(
            "askAfterSeconds", "So long the ledger may be silent at the broker before its server is asked.", 1, 86_400)
        {
            Otherwise = 300,
        };

        public static readonly Number WipeAfter = new(
            "wipeAfterHours", "A list that has been expired for so long costs this terminal its keys.", 1, 87_600)
        {
            IsOptional = true,
        };

        public static readonly Group All = new(
            "ledger", "The ledger's HTTP server, for a terminal that is cut off.",
            Server, Authority, AskAfter, WipeAfter);
    }
}
