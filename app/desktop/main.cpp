// parley: the window, with a broker behind it.
#include <cstdio>

#include <QApplication>
#include <QTemporaryDir>

#include "app/common/process_setup.h"
#include "app/desktop/desktop_arguments.h"
#include "app/desktop/desktop_program.h"
#include "ui/common/theme.h"

using namespace parley;

int main(int argc, char **argv)
{
    if (!app::hasDisplay(argc, argv)) {
        std::fputs("parley: there is no display; \"parleyd serve\" runs the broker without one\n",
                   stderr);
        return 1;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Parley"));
    QApplication::setApplicationVersion(QStringLiteral(PARLEY_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.parley.Parley"));
    app::prepareProcess();

    const QTemporaryDir pictureData; // for --screenshots without --data
    const auto arguments = app::desktopArguments(QApplication::arguments(), pictureData.path());
    if (!arguments.newInstance && app::SingleInstance(arguments.options.dataDirectory).handOver())
        return 0;
    ui::applyFonts();
    app::DesktopProgram program(arguments.options);
    QObject::connect(
        &program, &app::DesktopProgram::finished, &application,
        [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    program.start();
    return QApplication::exec();
}
