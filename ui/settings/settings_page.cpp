#include "ui/settings/settings_page.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QFrame>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"

namespace parley::ui {
namespace {

QFormLayout *addCard(QVBoxLayout *column, QWidget *card, const QString &title)
{
    card->setProperty("card", true);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->addWidget(headingLabel(title, card, 2));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(20);
    form->setLabelAlignment(Qt::AlignLeft);
    layout->addLayout(form);
    if (column != nullptr)
        column->addWidget(card);
    return form;
}

QLabel *fact(const QString &text, QWidget *parent)
{
    auto *value = label(text, parent);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return value;
}

// Chat needs them; without them its letters are boxes.
QString missingFonts()
{
    const auto families = QFontDatabase::families();
    QStringList missing;
    if (!families.contains(QStringLiteral("Noto Color Emoji")))
        missing.append(QStringLiteral("fonts-noto-color-emoji"));
    if (QFontDatabase::families(QFontDatabase::Japanese).isEmpty())
        missing.append(QStringLiteral("fonts-noto-cjk"));
    return missing.join(QStringLiteral(", "));
}

} // namespace

SettingsPage::SettingsPage(const PageContext &context, const SettingsFacts &facts,
                           const QList<ShortcutFact> &shortcuts, QWidget *parent) :
    Page(parent),
    m_context(context)
{
    auto *content = new QWidget(this);
    auto *left = new QVBoxLayout;
    left->setSpacing(14);
    left->addWidget(makeAppearance());
    left->addWidget(makeBroker(facts));
    left->addWidget(makeAbout(facts));
    left->addStretch();
    auto *right = new QVBoxLayout;
    right->addWidget(makeShortcuts(shortcuts));
    right->addStretch();
    auto *columns = new QHBoxLayout(content);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(14);
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);
    auto *area = new QScrollArea(this);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(
        new PageHeader(tr("Settings"), tr("This window and the broker it looks at"), this));
    layout->addWidget(area, 1);
    connect(&context.link, &BrokerLink::stateChanged, this, &SettingsPage::refresh);
    refresh();
}

QWidget *SettingsPage::makeAppearance()
{
    auto *card = new QFrame(this);
    auto *form = addCard(nullptr, card, tr("Appearance"));
    m_theme = new QComboBox(card);
    m_theme->addItems({tr("As the desktop says"), tr("Light"), tr("Dark")});
    form->addRow(tr("&Theme"), m_theme);
    if (const auto missing = missingFonts(); !missing.isEmpty())
        form->addRow(tr("Fonts"),
                     fact(tr("Some letters cannot be shown. Install: %1").arg(missing), card));
    connect(m_theme, &QComboBox::activated, this,
            [this](int index) { Q_EMIT themeChosen(static_cast<ThemeChoice>(index)); });
    return card;
}

void SettingsPage::setSecretPlace(const QString &place)
{
    m_secretPlace->setText(place);
}

QWidget *SettingsPage::makeBroker(const SettingsFacts &facts)
{
    auto *card = new QFrame(this);
    auto *form = addCard(nullptr, card, tr("Broker"));
    m_address = fact({}, card);
    m_port = fact({}, card);
    m_state = fact({}, card);
    auto *other = new QPushButton(tr("Connect to another broker…"), card);
    other->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    form->addRow(tr("Address"), m_address);
    form->addRow(tr("Port"), m_port);
    form->addRow(tr("Connection"), m_state);
    if (!facts.dataDirectory.isEmpty())
        form->addRow(tr("Data"), fact(facts.dataDirectory, card));
    m_secretPlace = fact(facts.secretPlace, card);
    form->addRow(tr("Secrets"), m_secretPlace);
    form->addRow(QString(), other);
    connect(other, &QPushButton::clicked, &m_context.navigator, &Navigator::connectRequested);
    return card;
}

QWidget *SettingsPage::makeShortcuts(const QList<ShortcutFact> &shortcuts)
{
    auto *card = new QFrame(this);
    auto *form = addCard(nullptr, card, tr("Shortcuts"));
    for (const auto &shortcut : shortcuts)
        form->addRow(mutedLabel(shortcut.keys, card), label(shortcut.what, card));
    return card;
}

QWidget *SettingsPage::makeAbout(const SettingsFacts &facts)
{
    auto *card = new QFrame(this);
    auto *form = addCard(nullptr, card, tr("About"));
    form->addRow(tr("Parley"), fact(facts.version, card));
    form->addRow(tr("Licence"),
                 fact(tr("MIT. Uses Qt (LGPL-3), OpenSSL, SQLite, libuv, nghttp2, simdjson, ICU, "
                         "libqrencode."),
                      card));
    return card;
}

void SettingsPage::setTheme(ThemeChoice choice)
{
    m_theme->setCurrentIndex(static_cast<int>(choice));
}

void SettingsPage::refresh()
{
    const auto &url = m_context.link.address().url;
    m_address->setText(url.isEmpty() ? tr("none yet") : url.host());
    m_port->setText(url.port() > 0 ? QString::number(url.port()) : tr("–"));
    const auto &socket = m_context.link.socket();
    m_state->setText(m_context.link.isOnline() ? tr("online") : socket.reason());
}

} // namespace parley::ui
