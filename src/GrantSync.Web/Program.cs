using GrantSync.Web.Commands;

return await CommandTable.Run(args, Console.Out, Console.Error);
