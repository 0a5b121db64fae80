using System.CommandLine;
using CloudBridge.Ledger;

var root = new RootCommand("The ledger of a site: books what its terminals sell, and tells them what cards have.")
{
    InitCommand.Build(),
    EnrollCommand.Build(),
    TerminalCommand.Build(),
    TokenCommand.Build(),
    AccountCommand.Build(),
    StaffPinCommand.Build(),
    SeedCommand.Build(),
    ImportCardsCommand.Build(),
    RunCommand.Build(),
    DatabaseCommand.Build(),
    RaiseEraCommand.Build(),
    GrantEpochCommand.Build(),
    IngestCommand.Build(),
    CloseGapCommand.Build(),
    BookWaitingCommand.Build(),
    ClosePeriodCommand.Build(),
    ReconcileCommand.Build(),
    CommandCommand.Build(),
    CommandsCommand.Build(),
    ConfigCommand.Build(),
    SetCardCommand.Build(),
    SetCounterCommand.Build(),
    MergeWalletsCommand.Build(),
    ReissueCardCommand.Build(),
    BrokerCommand.Build(),
    KeyCommand.Build(),
    RotateKeyCommand.Build(),
    RootKeyCommand.Build(),
    CardKeysCommand.Build(),
    BalancesCommand.Build(),
    CheckCommand.Build(),
    CompletionCommand.Build("ledger"),
};
return await ProgramEdge.RunAsync(root, args);
