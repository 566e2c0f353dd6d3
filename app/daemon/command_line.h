#pragma once

#include <memory>
#include <vector>

#include <QStringList>

#include "app/commands/command.h"

namespace parley::app {

// The command line of parleyd: finds the verb, gives it its options. Thread: main.
class CommandLine final
{
public:
    CommandLine();

    //! \return the exit code when it is settled at once (help, bad usage), else nullopt: the
    //! command runs and ends the event loop with its code.
    std::optional<int> run(const QStringList &arguments);

private:
    Command *find(const QString &name) const;
    QString overview() const;

    std::vector<std::unique_ptr<Command>> m_commands;
    QCommandLineParser m_parser;
};

} // namespace parley::app
