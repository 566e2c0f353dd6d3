#include "ui/webhooks/snippet_view.h"

#include <QComboBox>
#include <QFile>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

#include "ui/common/clipboard.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"

namespace parley::ui {
namespace {

struct Snippet {
    const char *language;
    const char *file;
};

constexpr Snippet kSnippets[] = {{"JavaScript (Node)", "verify.mjs"},
                                 {"Python", "verify.py"},
                                 {"Go", "verify.go"},
                                 {"C++ (OpenSSL)", "verify.cpp"},
                                 {"Shell (curl, openssl)", "send.sh"}};

} // namespace

SnippetView::SnippetView(QWidget *parent) :
    QWidget(parent), m_language(new QComboBox(this)), m_about(mutedLabel({}, this)),
    m_code(new QPlainTextEdit(this))
{
    m_language->setAccessibleName(tr("Language"));
    for (const auto &snippet : kSnippets)
        m_language->addItem(QLatin1String(snippet.language), QLatin1String(snippet.file));
    auto *copy = new QPushButton(tr("Copy code"), this);
    copy->setAutoDefault(false);
    m_code->setReadOnly(true);
    m_code->setAccessibleName(tr("Code that checks a signature"));
    m_code->setFont(fixedFont(font()));
    m_code->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_code->setTabChangesFocus(true);
    m_code->setMinimumHeight(fontMetrics().height() * 8);
    auto *row = new QHBoxLayout;
    row->addWidget(m_language);
    row->addWidget(m_about, 1);
    row->addWidget(copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_code, 1);
    connect(m_language, &QComboBox::currentIndexChanged, this, &SnippetView::showSnippet);
    connect(copy, &QPushButton::clicked, this, [this] { copyText(m_code->toPlainText()); });
    showSnippet();
}

void SnippetView::showSnippet()
{
    const auto name = m_language->currentData().toString();
    QFile file(QStringLiteral(":/parley/snippets/") + name);
    if (file.open(QIODevice::ReadOnly))
        m_code->setPlainText(QString::fromUtf8(file.readAll()));
    m_about->setText(name == QLatin1String("send.sh")
                         ? tr("Sends your endpoint a signed request, to try it.")
                         : tr("Give it the bytes of the body as they came, not JSON made anew."));
}

} // namespace parley::ui
