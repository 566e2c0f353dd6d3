#include "ui/shell/window_settings.h"

#include <algorithm>

#include <QSettings>
#include <QWidget>

namespace parley::ui {

WindowSettings::WindowSettings(const QString &file)
{
    if (file.isEmpty())
        return;
    m_file = std::make_unique<QSettings>(file, QSettings::IniFormat);
    if (m_file->value(QStringLiteral("version"), kVersion).toInt() != kVersion)
        m_file->clear();
    m_file->setValue(QStringLiteral("version"), kVersion);
}

WindowSettings::~WindowSettings() = default;

ThemeChoice WindowSettings::theme() const
{
    const int choice = m_file ? m_file->value(QStringLiteral("theme"), 0).toInt() : 0;
    return static_cast<ThemeChoice>(std::clamp(choice, 0, 2));
}

void WindowSettings::setTheme(ThemeChoice choice)
{
    if (m_file)
        m_file->setValue(QStringLiteral("theme"), static_cast<int>(choice));
}

QString WindowSettings::personName() const
{
    auto name = qEnvironmentVariable("USER").left(32);
    if (name.isEmpty())
        name = QStringLiteral("me");
    name[0] = name.at(0).toUpper();
    return m_file ? m_file->value(QStringLiteral("personName"), name).toString() : name;
}

void WindowSettings::setPersonName(const QString &name)
{
    if (m_file)
        m_file->setValue(QStringLiteral("personName"), name);
}

void WindowSettings::restoreGeometry(QWidget &window) const
{
    if (m_file) // Qt keeps what it restores on a screen that exists
        window.restoreGeometry(m_file->value(QStringLiteral("geometry")).toByteArray());
}

void WindowSettings::saveGeometry(const QWidget &window)
{
    if (m_file)
        m_file->setValue(QStringLiteral("geometry"), window.saveGeometry());
}

} // namespace parley::ui
