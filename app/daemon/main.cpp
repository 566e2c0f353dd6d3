// parleyd: the broker without a window, and the command line for any broker.
#include <QCoreApplication>

#include "app/common/process_setup.h"
#include "app/daemon/command_line.h"

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("parleyd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLEY_VERSION));
    parley::app::prepareProcess();

    parley::app::CommandLine commandLine;
    if (const auto code = commandLine.run(QCoreApplication::arguments()))
        return *code;
    return QCoreApplication::exec();
}
