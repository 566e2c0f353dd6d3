#include "ui/common/payload_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

QPlainTextEdit *textPane(const QString &name, QWidget *parent)
{
    auto *pane = new QPlainTextEdit(parent);
    pane->setReadOnly(true);
    pane->setFont(fixedFont(pane->font()));
    pane->setAccessibleName(name);
    pane->setTabChangesFocus(true);
    return pane;
}

// Adds \p value below \p parent as long as \p left nodes are allowed.
void addNode(QTreeWidgetItem *parent, const QString &name, const QJsonValue &value, int &left)
{
    if (--left < 0)
        return;
    auto *item = new QTreeWidgetItem(parent, {name});
    if (value.isObject()) {
        const auto object = value.toObject();
        item->setText(1, QStringLiteral("{%1}").arg(object.size()));
        const auto text = object.constFind(QLatin1String("text")); // what was said comes first
        if (text != object.constEnd())
            addNode(item, text.key(), text.value(), left);
        for (auto it = object.begin(); it != object.end() && left > 0; ++it) {
            if (it != text)
                addNode(item, it.key(), it.value(), left);
        }
    } else if (value.isArray()) {
        const auto array = value.toArray();
        item->setText(1, QStringLiteral("[%1]").arg(array.size()));
        for (qsizetype i = 0; i < array.size() && left > 0; ++i)
            addNode(item, QString::number(i), array.at(i), left);
    } else {
        const auto text = value.isNull() ? QStringLiteral("null") : value.toVariant().toString();
        item->setText(1, text.left(1000));
        // A message within a message, as a webhook's body carries it, is opened up too.
        const auto inner = text.startsWith(QLatin1Char('{'))
            ? QJsonDocument::fromJson(text.toUtf8()).object()
            : QJsonObject();
        for (auto it = inner.begin(); it != inner.end() && left > 0; ++it)
            addNode(item, it.key(), it.value(), left);
        item->setExpanded(!inner.isEmpty());
    }
}

} // namespace

QString hexText(const QByteArray &bytes)
{
    constexpr qsizetype kPerLine = 16;
    QString text;
    text.reserve(bytes.size() * 5);
    for (qsizetype at = 0; at < bytes.size(); at += kPerLine) {
        const auto line = bytes.mid(at, kPerLine);
        QString printable;
        for (const char byte : line)
            printable += byte >= 0x20 && byte < 0x7f ? QLatin1Char(byte) : QLatin1Char('.');
        text += QStringLiteral("%1  %2  %3\n")
                    .arg(at, 8, 16, QLatin1Char('0'))
                    .arg(QString::fromLatin1(line.toHex(' ')), -(kPerLine * 3 - 1))
                    .arg(printable);
    }
    return text;
}

PayloadView::PayloadView(QWidget *parent) :
    QWidget(parent), m_tabs(new QTabWidget(this)), m_text(textPane(tr("Payload as text"), m_tabs)),
    m_tree(new QTreeWidget(m_tabs)), m_hex(textPane(tr("Payload as bytes"), m_tabs)),
    m_cut(mutedLabel({}, this)), m_all(linkButton(tr("Show all"), this))
{
    m_tree->setHeaderLabels({tr("Name"), tr("Value")});
    m_tree->header()->resizeSection(0, fontMetrics().averageCharWidth() * 24);
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("Payload as a tree"));
    m_hex->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_tabs->addTab(m_tree, tr("Tree"));
    m_tabs->addTab(m_text, tr("Text"));
    m_tabs->addTab(m_hex, tr("Hex"));
    auto *note = new QHBoxLayout;
    note->addWidget(m_cut, 1);
    note->addWidget(m_all);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_tabs, 1);
    layout->addLayout(note);
    m_tabs->setCurrentWidget(m_text);
    connect(m_tabs, &QTabWidget::currentChanged, this, &PayloadView::showCurrent);
    connect(m_tabs, &QTabWidget::tabBarClicked, this,
            [this](int tab) { m_wanted = m_tabs->widget(tab); });
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_showAll = true;
        showCurrent();
    });
    showCurrent();
}

void PayloadView::setPayload(const QByteArray &payload, bool isText, std::uint64_t wholeBytes)
{
    m_payload = payload;
    m_isText = isText;
    m_showAll = false;
    m_wholeBytes = std::max(wholeBytes, std::uint64_t(payload.size()));
    for (auto *pane : {static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_text)})
        m_tabs->setTabEnabled(m_tabs->indexOf(pane), isText);
    const QSignalBlocker quiet(m_tabs); // what is current is shown below, once
    m_tabs->setCurrentWidget(suitable());
    showCurrent();
}

// The pane that was clicked last where it can show this payload; else the one that says most.
QWidget *PayloadView::suitable() const
{
    if (!m_isText)
        return m_hex;
    const auto first = m_payload.trimmed().left(1);
    const bool isTree = (first == "{" || first == "[") && m_payload.size() <= kTreeAtOnceBytes
        && m_wholeBytes == std::uint64_t(m_payload.size())
        && !QJsonDocument::fromJson(m_payload).isNull();
    if (m_wanted != nullptr && (isTree || m_wanted != m_tree))
        return m_wanted;
    return isTree ? static_cast<QWidget *>(m_tree) : m_text;
}

void PayloadView::setWrapped(bool wrapped)
{
    m_text->setLineWrapMode(wrapped ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
}

void PayloadView::showCurrent()
{
    const auto shown = m_showAll ? m_payload : m_payload.left(kShownBytes);
    if (m_tabs->currentWidget() == m_text)
        showText(shown);
    else if (m_tabs->currentWidget() == m_tree)
        showTree();
    else
        showHex(shown);
    const bool cut = std::uint64_t(shown.size()) < m_wholeBytes;
    m_cut->setVisible(cut);
    m_cut->setText(
        tr("First %1 of %2").arg(bytesText(std::uint64_t(shown.size())), bytesText(m_wholeBytes)));
    m_all->setVisible(shown.size() < m_payload.size());
}

void PayloadView::showText(const QByteArray &shown)
{
    m_text->setPlainText(QString::fromUtf8(shown));
}

void PayloadView::showTree()
{
    m_tree->clear();
    const auto document = QJsonDocument::fromJson(m_payload);
    if (document.isNull()) {
        new QTreeWidgetItem(m_tree, {tr("This payload is not JSON.")});
        return;
    }
    int left = kMaxTreeNodes;
    const auto root
        = document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    addNode(m_tree->invisibleRootItem(), tr("payload"), root, left);
    if (left <= 0)
        new QTreeWidgetItem(m_tree, {tr("More than %1 entries: see Text").arg(kMaxTreeNodes)});
    m_tree->topLevelItem(0)->setExpanded(true); // deeper ones hide what stands below them
}

void PayloadView::showHex(const QByteArray &shown)
{
    m_hex->setPlainText(hexText(shown));
}

} // namespace parley::ui
