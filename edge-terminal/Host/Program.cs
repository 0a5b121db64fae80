using System.CommandLine;
using CloudBridge.Storage;
using EdgeTerminal.Host;

var root = new RootCommand("A cashless terminal that goes on without network: reads cards, decides, records, relays.")
{
    InitCommand.Build(),
    EnrollCommand.Build(),
    CertificateCommand.Build(),
    RunCommand.Build(folder => new FolderStorage(folder)),
    ConfigCommand.Build(),
    JournalCommand.Build(),
    ClosingCommand.Build(),
    ReaderCommand.Build(),
    CardCommand.Build(),
    LinesCommand.Build(),
    DoctorCommand.Build(),
    CompletionCommand.Build("edge-terminal"),
    VersionCommand.Build(),
};
return await ProgramEdge.RunAsync(root, args);
