using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a ledger is: its site, and the secret that turns UIDs into tokens.</summary>
internal sealed record SiteFile(SiteId Site, string SiteKey);
